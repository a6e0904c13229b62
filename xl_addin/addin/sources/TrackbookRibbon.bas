Attribute VB_Name = "TrackbookRibbon"
Option Explicit

' What the ribbon calls. Its types stand in this module alone, so that the others run without them.
Private shown As IRibbonUI

Public Sub OnLoad(ribbon As IRibbonUI)
    Set shown = ribbon
End Sub

Public Sub OnAction(control As IRibbonControl)
    TrackbookPress.Press control.Tag
End Sub

Public Sub GetEnabled(control As IRibbonControl, ByRef enabled)
    enabled = TrackbookPress.IsTrackbook(ActiveWorkbook)
End Sub

Public Sub Refresh()
    ' After a halt in the editor the ribbon is lost until Excel starts again; the buttons then stay as they are.
    If Not shown Is Nothing Then shown.Invalidate
End Sub
